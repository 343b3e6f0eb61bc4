import { afterEach, describe, expect, it, vi } from 'vitest';
import { command } from '../../src/cli/doctor.js';

interface Finding {
  readonly what: string;
  readonly state: string;
  readonly note: string;
}

async function doctor(): Promise<{ code: number; findings: Finding[] }> {
  let out = '';
  const log = (text: string) => {
    out += text;
  };
  const code = await command.run(['--json'], { log, error: log } as never);
  return { code, findings: JSON.parse(out).findings };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('backproof doctor', () => {
  it('reports each measure that docs/security.md names', async () => {
    const { findings } = await doctor();
    expect(findings.map(({ what }) => what)).toEqual([
      'package built',
      'permission model of Node',
      'temporary folder',
      'limits of the operating system',
      'bubblewrap',
      'end with the parent',
      'Python',
    ]);
  });

  it('says that nothing can be graded where no temporary file can be written', async () => {
    vi.stubEnv('TMPDIR', '/proc/none');
    const { code, findings } = await doctor();
    expect(code).toBe(1);
    expect(findings.find(({ what }) => what === 'temporary folder')).toMatchObject({
      state: 'missing',
      note: expect.stringContaining('set TMPDIR'),
    });
  });

  it('does not call missing what is only safer to have', async () => {
    vi.stubEnv('PATH', '');
    const { code, findings } = await doctor();
    expect(code).toBe(0);
    const optional = findings.filter(({ state }) => state === 'optional').map(({ what }) => what);
    expect(optional).toEqual(expect.arrayContaining(['Python']));
  });
});
