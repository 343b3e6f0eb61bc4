/** The workflow that grades a push, and tells GitHub Classroom the points. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { testCommand } from './asked-stub.js';
import type { ZippedFile } from './zip.js';

/** In the format of `sha256sum --check`. */
const checksum = ({ path, data }: ZippedFile): string =>
  `${createHash('sha256').update(data).digest('hex')}  ${path}`;

/** File by file: what else lies in the same folder stays there. */
const checkedCopy = (file: ZippedFile): string =>
  `          sha256sum --check <<< "${checksum(file)}"
          cp --parents ${file.path} "$RUNNER_TEMP/grader/"
`;

/** The job's name is the check run that GitHub Classroom's reporter looks for. */
export const workflow = (
  packed: ZippedFile,
  assignment: ZippedFile,
  definitions: readonly ZippedFile[],
): string => `name: Autograding Tests
on: [push, workflow_dispatch, repository_dispatch]
permissions:
  checks: write
  actions: read
  contents: read
jobs:
  run-autograding-tests:
    runs-on: ubuntu-latest
    if: github.actor != 'github-classroom[bot]'
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - name: Install the grader
        # Outside the checkout: no package.json and no script of the submission has any effect, nor has
        # a tarball or an assignment.json other than those that were handed out.
        run: |
          sha256sum --check <<< "${checksum(packed)}"
          sha256sum --check <<< "${checksum(assignment)}"
          mkdir "$RUNNER_TEMP/grader"
          cp ${packed.path} ${assignment.path} "$RUNNER_TEMP/grader/"
${definitions.map(checkedCopy).join('')}          cd "$RUNNER_TEMP/grader"
          echo '{ "private": true }' > package.json
          npm install --no-audit --no-fund ./${basename(packed.path)}
      - name: Grade
        id: backproof
        run: |
          code=0
          "$RUNNER_TEMP/grader/node_modules/.bin/backproof" grade exercises \\
            --assignment "$RUNNER_TEMP/grader/${assignment.path}" --command "${testCommand}" --no-save \\
            --format github --out "$RUNNER_TEMP/result.txt" || code=$?
          [ "$code" -le 1 ]
          echo "result=$(cat "$RUNNER_TEMP/result.txt")" >> "$GITHUB_OUTPUT"
      - name: Report
        uses: classroom-resources/autograding-grading-reporter@v1
        env:
          BACKPROOF_RESULTS: \${{ steps.backproof.outputs.result }}
        with:
          runners: backproof
`;
