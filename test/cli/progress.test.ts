import { expect, test } from 'vitest';
import type { Io } from '../../cli/io.ts';
import { progress } from '../../cli/progress.ts';

function shown(err: boolean, columns = 60) {
  let text = '';
  const io = {
    terminal: { out: false, err, columns },
    err: (more: string) => {
      text += more;
    },
  } as Pick<Io, 'terminal' | 'err'> as Io;
  return { ...progress(io), text: () => text };
}

test('without a terminal: a line at each tenth, and at the end of all that is known', () => {
  const { report, end, text } = shown(false);
  report({ stage: 'collect', done: 1, total: 1, label: 'a' });
  for (let done = 2; done <= 40; done++) report({ stage: 'collect', done, total: 40, label: 'a' });
  end();
  const lines = text().trimEnd().split('\n');
  expect(lines[0]).toBe('collect: 1 of 1');
  expect(lines.at(-1)).toBe('collect: 40 of 40');
  expect(lines.length).toBeLessThan(14);
});

test('on a terminal: a bar that is drawn over, one line for each stage', () => {
  const { report, end, text } = shown(true);
  report({ stage: 'collect', done: 1, total: 2, label: '111122223333' });
  report({ stage: 'collect', done: 2, total: 2, label: '111122223333/eu-central-1' });
  report({ stage: 'scan', done: 0, total: 0, label: '' });
  end();
  expect(text()).toBe(
    `\r\u001b[2Kcollect  ${'━'.repeat(12)}${'─'.repeat(12)} 1/2 111122223333` +
      `\r\u001b[2Kcollect  ${'━'.repeat(24)} 2/2 111122223333/eu-centr\n` +
      `\r\u001b[2Kscan     ${'━'.repeat(24)} 0/0 \n`,
  );
});

test('the name of a cluster does nothing to a terminal', () => {
  const { report, text } = shown(true, 200);
  report({ stage: 'scan', done: 1, total: 1, label: 'a\u001b]0;owned\u0007\n\r\u202e' });
  expect(text().replace('\r\u001b[2K', '')).toMatch(/^[^\p{Cc}\p{Cf}]*$/u);
});
