/** Programs that a judgement asks for: servers of remote shells, and what makes another user of a process. */
const known: ReadonlySet<string> = new Set(['dropbear', 'sshd', 'sudo', 'tinysshd']);
/** What starts the program that its arguments name, and how many operands come before that. */
const wrappers: ReadonlyMap<string, number> = new Map([
  ['chroot', 1],
  ['command', 0],
  ['dumb-init', 0],
  ['env', 0],
  ['exec', 0],
  ['gosu', 1],
  ['nice', 0],
  ['nohup', 0],
  ['setsid', 0],
  ['stdbuf', 0],
  ['su-exec', 1],
  ['sudo', 0],
  ['time', 0],
  ['timeout', 1],
  ['tini', 0],
]);
/** Their options whose value is the next word: of users, groups, priorities. */
const valued = /^-[ugn]$/;
const shells: ReadonlySet<string> = new Set(['ash', 'bash', 'dash', 'ksh', 'sh', 'zsh']);
/** Scripts that start a service by its name. */
const managers: ReadonlySet<string> = new Set(['rc-service', 'service', 'systemctl']);
const services: ReadonlyMap<string, string> = new Map([
  ['dropbear', 'dropbear'],
  ['ssh', 'sshd'],
  ['sshd', 'sshd'],
]);
/** Of a script, more than this many commands are not read. */
const mostCommands = 10_000;

/**
 * The programs, of those that a judgement asks for, that a container's command and arguments start, by name and in order: directly,
 * behind wrappers (`tini --`, `exec`, `sudo`), as a command of a shell's script, or as a service. A word that is only an argument
 * (`grep sshd`) is none. Linear in the length of the texts.
 */
export function programsOf(command: readonly string[], args: readonly string[]): string[] {
  const found = new Set<string>();
  read([...command, ...args], found, 0);
  return [...found].sort();
}

function read(words: readonly string[], found: Set<string>, depth: number): void {
  for (let position = 0; position < words.length; position++) {
    const word = words[position] ?? '';
    if (valued.test(word)) position++;
    if (word.startsWith('-') || /^\w+=/.test(word)) continue;
    const program = baseName(word);
    if (known.has(program)) found.add(program);
    const operands = wrappers.get(program);
    if (operands === undefined) {
      readArguments(program, words.slice(position + 1), found, depth);
      return;
    }
    position += operands;
  }
}

function readArguments(program: string, rest: readonly string[], found: Set<string>, depth: number): void {
  if (managers.has(program)) {
    for (const word of rest.slice(0, 4)) {
      const service = services.get(word.replace(/\.service$/, ''));
      if (service !== undefined) found.add(service);
    }
  } else if (shells.has(program) && depth === 0) {
    const script = rest.findIndex((word) => /^-[a-z]*c[a-z]*$/.test(word));
    if (script >= 0) readScript(rest[script + 1] ?? '', found);
  }
}

/** Commands end at `;`, `&`, `|`, a line's end, and where a group or a substitution begins or ends. */
function readScript(script: string, found: Set<string>): void {
  const keywords = /^(?:if|then|else|elif|while|until|do|!|\{)$/;
  for (const part of script.split(/[;&|\n()`]+/, mostCommands)) {
    const words = part.split(/\s+/, 100).filter((word) => word !== '' && !keywords.test(word));
    read(
      words.map((word) => word.replace(/["']/g, '')),
      found,
      1,
    );
  }
}

const baseName = (word: string): string => word.slice(word.lastIndexOf('/') + 1);
