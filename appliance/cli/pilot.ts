import { isPilotError, messageOf } from '#shared/errors.ts';
import { EXIT } from './arguments.ts';

interface Command {
  readonly about: string;
  readonly run: (argv: readonly string[]) => Promise<number>;
}

const commands: Readonly<Record<string, Command>> = {
  run: {
    about: 'start the box: answer the phone, serve the console',
    run: async (argv) => (await import('./run.ts')).runCommand(argv),
  },
  call: {
    about: 'ring an address with a spoken script',
    run: async (argv) => (await import('./call.ts')).callCommand(argv),
  },
  dial: {
    about: 'have the box call somebody and tell them something; what came of it',
    run: async (argv) => (await import('./dial.ts')).dialCommand(argv),
  },
  alert: {
    about: 'emergencies: who was told, and who takes one',
    run: async (argv) => (await import('./alert.ts')).alertCommand(argv),
  },
  cost: {
    about: 'what calls have cost, by day and month and against the budget',
    run: async (argv) => (await import('./cost.ts')).costCommand(argv),
  },
  llm: {
    about: 'two language models compared by the calls they were given',
    run: async (argv) => (await import('./llm.ts')).llmCommand(argv),
  },
  read: {
    about: 'what the reader understands: one utterance a line in, one JSON object a line out',
    run: async (argv) => (await import('./read.ts')).readCommand(argv),
  },
  talk: {
    about: 'a call without audio: one caller line in, one JSON object a turn out',
    run: async (argv) => (await import('./talk.ts')).talkCommand(argv),
  },
  drill: {
    about: 'a simulated caller plays scenarios, graded by what is left in the database',
    run: async (argv) => (await import('./drill.ts')).drillCommand(argv),
  },
  replay: {
    about: 'run a stored call again and compare the decisions',
    run: async (argv) => (await import('./replay.ts')).replayCommand(argv),
  },
  trace: {
    about: 'what the line did: the SIP ladder and sound of a call, refused calls, probes',
    run: async (argv) => (await import('./trace.ts')).traceCommand(argv),
  },
  lines: {
    about: 'the lines: when the box answers each, and how it stands',
    run: async (argv) => (await import('./lines.ts')).linesCommand(argv),
  },
  line: {
    about: 'change when a line is answered; its history; the PIN for changes by phone',
    run: async (argv) => (await import('./line.ts')).lineCommand(argv),
  },
  plan: {
    about: 'plan visits: a problem in, routes and reasons out (VROOM-shaped JSON)',
    run: async (argv) => (await import('./plan.ts')).planCommand(argv),
  },
  windows: {
    about: 'the windows a caller would be offered now, who would come, and why not the rest',
    run: async (argv) => (await import('./windows.ts')).windowsCommand(argv),
  },
  search: {
    about: 'find a customer, a place, a job, a call: by name, number, address, serial',
    run: async (argv) => (await import('./search.ts')).searchCommand(argv),
  },
  survey: {
    about: 'what customers said of visits that are over; say that one is over',
    run: async (argv) => (await import('./survey.ts')).surveyCommand(argv),
  },
  shop: {
    about: 'the rows the shop goes by; confirm those of a new one, so that lines are answered',
    run: async (argv) => (await import('./shop.ts')).shopCommand(argv),
  },
  claim: {
    about: 'the code of the first log-in, which makes the owner',
    run: async (argv) => (await import('./claim.ts')).claimCommand(argv),
  },
  user: {
    about: 'people who may log in: invite, change the role, shut out',
    run: async (argv) => (await import('./user.ts')).userCommand(argv),
  },
  token: {
    about: 'tokens for programs that use the API',
    run: async (argv) => (await import('./token.ts')).tokenCommand(argv),
  },
  pair: {
    about: 'pair a phone or desktop by a short code',
    run: async (argv) => (await import('./pair.ts')).pairCommand(argv),
  },
  audit: {
    about: 'who did what; verify that nothing of the log was changed or cut off',
    run: async (argv) => (await import('./audit.ts')).auditCommand(argv),
  },
  playbook: {
    about: 'the playbook in force; check a file of your own before it is taken',
    run: async (argv) => (await import('./playbook.ts')).playbookCommand(argv),
  },
  gazetteer: {
    about: 'the addresses of your area: build the list from a CSV file, look one up',
    run: async (argv) => (await import('./gazetteer.ts')).gazetteerCommand(argv),
  },
  import: {
    about: 'make a shop of an archive in an empty data folder',
    run: async (argv) => (await import('./import.ts')).importCommand(argv),
  },
  export: {
    about: 'everything of the shop in one archive, to take along',
    run: async (argv) => (await import('./export.ts')).exportCommand(argv),
  },
  keys: {
    about: 'change the key that codes and call states are sealed with',
    run: async (argv) => (await import('./keys.ts')).keysCommand(argv),
  },
  backup: {
    about: 'everything of the box in one file that only the recovery key opens',
    run: async (argv) => (await import('./backup.ts')).backupCommand(argv),
  },
  restore: {
    about: 'put a backup into an empty data folder, or check one',
    run: async (argv) => (await import('./restore.ts')).restoreCommand(argv),
  },
  doctor: {
    about: 'what is present, what is missing, and what that costs the caller',
    run: async (argv) => (await import('./doctor.ts')).doctorCommand(argv),
  },
  models: {
    about: 'list, fetch and check speech models',
    run: async (argv) => (await import('./models.ts')).modelsCommand(argv),
  },
};

const help = (): string => {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`);
  return ['usage: pilot COMMAND [FLAGS]', '', ...lines, '', 'pilot COMMAND --help tells more.', ''].join('\n');
};

const main = async (): Promise<number> => {
  const [name, ...argv] = process.argv.slice(2);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(help());
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  const command = commands[name];
  if (!command) {
    process.stderr.write(`pilot: there is no command "${name}"\n\n${help()}`);
    return EXIT.usage;
  }
  return command.run(argv);
};

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  if (isPilotError(error)) {
    if (error.fix) process.stderr.write(`What to do: ${error.fix}\n`);
    process.exitCode =
      error.code === 'usage' ? EXIT.usage : error.code.startsWith('config_') ? EXIT.config : EXIT.failed;
  } else {
    process.exitCode = EXIT.failed;
    if (error instanceof Error && error.stack) process.stderr.write(`${error.stack}\n`);
  }
}
