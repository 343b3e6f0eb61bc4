/** Preloaded into the grader's process: writes its peak memory, in megabytes, to PEAK_MEMORY_FILE when it ends. */
import { writeFileSync } from 'node:fs';

const file = process.env.PEAK_MEMORY_FILE;
process.on('exit', () => {
  if (file !== undefined) writeFileSync(file, String(Math.round(process.resourceUsage().maxRSS / 1024)));
});
