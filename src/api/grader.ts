/**
 * `backproof/grader`: grades a submission as `backproof grade` does.
 *
 *     const result = await grade({ submission: 'submissions/ada', assignment: loadAssignment('hw1.json') });
 */
export {
  type AssignedExercise,
  type Assignment,
  wholeCourse,
} from '../grader/assignment/assignment.js';
export { assignmentNames, loadAssignment } from '../grader/assignment/load.js';
export { grade } from '../grader/grade.js';
export type { GradeOptions } from '../grader/options.js';
export { assignmentOf } from '../grader/own/assign.js';
export { type Report, reportNamed, reportNames, reports } from '../grader/reports/index.js';
export type { ExerciseResult, Grade, LawResult, PartReport, Points, Status } from '../grader/result.js';
export { SetupError } from '../grader/setup-error.js';
