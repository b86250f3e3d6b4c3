import { runDoctor } from '#ops/doctor/doctor.ts';
import { loadConfig } from '#shared/config/load.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments } from './arguments.ts';

const HELP = `usage: pilot doctor [--config FILE] [--data FOLDER] [--json]

Says what is present, what is missing, and what that costs the caller. Ends with 1 when something makes the box fail.
`;

const MARKS = { ok: '  ok  ', warn: ' warn ', fail: ' FAIL ' } as const;

export const doctorCommand = async (argv: readonly string[]): Promise<number> => {
  const { values } = readArguments('doctor', argv, { ...BOX_FLAGS });
  if (values.help) return printHelp(HELP);
  const findings = await runDoctor(loadConfig(values.config, { data: values.data }));
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ ok: findings.every((one) => one.status !== 'fail'), findings })}\n`);
  } else {
    const width = Math.max(...findings.map((one) => one.name.length));
    for (const one of findings) {
      process.stdout.write(`[${MARKS[one.status]}] ${one.name.padEnd(width)}  ${one.detail}\n`);
      if (one.cost) process.stdout.write(`${' '.repeat(width + 12)}costs: ${one.cost}\n`);
      if (one.fix) process.stdout.write(`${' '.repeat(width + 12)}fix:   ${one.fix}\n`);
    }
  }
  return findings.some((one) => one.status === 'fail') ? EXIT.failed : EXIT.ok;
};
