import { writeSync } from 'node:fs';
import { bookSome, openDemoOffice } from './demo-office.ts';

/** Books callers one after the other and prints each number once its transaction has committed. */
const [folder = '', first = '1', count = '1'] = process.argv.slice(2);
await using office = await openDemoOffice(undefined, folder);
for (let n = Number(first); n < Number(first) + Number(count); n++) {
  const number = await bookSome(office.shop, n);
  if (number !== null) writeSync(1, `${number}\n`);
}
