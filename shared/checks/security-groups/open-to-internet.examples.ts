import type { Example } from '../example.ts';
import { places } from './examples/places.ts';
import { largeRanges } from './examples/ranges.ts';
import { unread } from './examples/unread.ts';
import { wholeInternet } from './examples/whole-internet.ts';

export default [...wholeInternet, ...largeRanges, ...places, ...unread] satisfies readonly Example[];
