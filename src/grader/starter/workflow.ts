/** The workflow that grades a push, and tells GitHub Classroom the points. */
export interface WorkflowParts {
  /** Of `backproof grade`. */
  readonly options: string;
  readonly tarball: string;
  /** Of the tarball, in hexadecimal digits. */
  readonly sha256: string;
}

/** The job's name is the check run that GitHub Classroom's reporter looks for. */
export const workflow = ({ options, tarball, sha256 }: WorkflowParts): string => `name: Autograding Tests
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
        # Outside of the checkout: no package.json and no script of the submission has a say in it.
        run: |
          echo "${sha256}  vendor/${tarball}" | sha256sum --check
          mkdir "$RUNNER_TEMP/grader"
          cp "vendor/${tarball}" "$RUNNER_TEMP/grader/"
          cd "$RUNNER_TEMP/grader"
          echo '{ "private": true }' > package.json
          npm install --no-audit --no-fund "./${tarball}"
      - name: Grade
        id: backproof
        run: |
          code=0
          "$RUNNER_TEMP/grader/node_modules/.bin/backproof" grade exercises ${options} \\
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
