/**
 * esbuild starts its processes in the folder where it was first imported. Specs of commands change to folders that are removed
 * behind them: imported there, it could start none in any later spec of the same worker.
 */
import 'esbuild';
