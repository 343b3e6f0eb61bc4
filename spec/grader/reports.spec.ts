import { describe, expect, it } from 'vitest';
import { parseCase } from '../../src/case/parse.js';
import { gradescopeReport } from '../../src/grader/reports/gradescope.js';
import { jsonReport } from '../../src/grader/reports/json.js';
import { terminalReport } from '../../src/grader/reports/terminal.js';
import type { Grade } from '../../src/grader/result.js';

const grade: Grade = {
  version: 1,
  assignment: 'backproof',
  submission: 'ada',
  seed: 7,
  score: 12,
  maxScore: 21,
  exercises: [
    {
      id: 'elementwise',
      title: 'Arithmetic, entry by entry',
      hidden: false,
      score: 12,
      maxScore: 12,
      parts: [],
      unseen: null,
      status: 'passed',
      laws: [{ id: 'vjp', law: 'the vjp equals JᵀΔ', verdict: 'agree', runs: 30 }],
      counterexample: null,
      misconception: null,
      message: '',
      replay: null,
    },
    {
      id: 'matmul',
      title: 'Matrix multiplication',
      hidden: false,
      score: 0,
      maxScore: 9,
      parts: [],
      unseen: null,
      status: 'failed',
      laws: [{ id: 'vjp', law: 'the vjp equals JᵀΔ', verdict: 'disagree', runs: 1 }],
      counterexample: {
        program: {
          inputs: [{ dtype: 'float64', shape: [] }],
          steps: [{ op: 'negate', args: [0] }],
          outputs: [1],
        },
        inputs: [{ dtype: 'float64', shape: [], data: [-0] }],
        cotangents: [],
        mode: 'eager',
        order: 1,
        directions: [],
      },
      misconception: null,
      message: 'expected 1, got 2',
      replay: 'npx backproof replay .backproof/matmul.json',
    },
  ],
};

describe('the JSON report', () => {
  it('holds the grade, with a counterexample that parses', () => {
    const json = JSON.parse(jsonReport(grade));
    expect(Object.keys(json)).toEqual([
      'version',
      'assignment',
      'submission',
      'seed',
      'score',
      'maxScore',
      'exercises',
    ]);
    expect(Object.keys(json.exercises[1])).toEqual([
      'id',
      'title',
      'hidden',
      'score',
      'maxScore',
      'parts',
      'unseen',
      'status',
      'laws',
      'counterexample',
      'misconception',
      'message',
      'replay',
    ]);
    expect(json.exercises[0]).toEqual({ ...grade.exercises[0] });
    expect(parseCase(json.exercises[1].counterexample)).toEqual({
      ok: true,
      value: grade.exercises[1]?.counterexample,
    });
  });
});

describe('the Gradescope report', () => {
  it('has one test per exercise', () => {
    expect(JSON.parse(gradescopeReport(grade))).toMatchInlineSnapshot(`
      {
        "output": "Graded with seed 7. To see the same on your own machine: npx backproof grade --seed 7",
        "output_format": "text",
        "score": 12,
        "stdout_visibility": "hidden",
        "tests": [
          {
            "max_score": 12,
            "name": "elementwise: Arithmetic, entry by entry",
            "output": "Every law holds.",
            "output_format": "text",
            "score": 12,
            "status": "passed",
            "visibility": "visible",
          },
          {
            "max_score": 9,
            "name": "matmul: Matrix multiplication",
            "output": "expected 1, got 2",
            "output_format": "text",
            "score": 0,
            "status": "failed",
            "visibility": "visible",
          },
        ],
        "visibility": "visible",
      }
    `);
  });
});

describe('the terminal report', () => {
  it('is a table, then what is wrong', () => {
    expect(terminalReport(grade)).toMatchInlineSnapshot(`
      "exercise          points  status
      elementwise      12 / 12  ✓ passed
      matmul             0 / 9  ✗ failed
      total            12 / 21  seed 7

      ── matmul ──────────────────────────────────────────────────────
      expected 1, got 2"
    `);
  });

  it('colours only what it is asked to', () => {
    const marked = terminalReport(grade, (colour, text) => `<${colour}>${text}</>`);
    expect(marked).toContain('<green>✓ passed</>');
    expect(marked).toContain('<red>✗ failed</>');
  });
});
