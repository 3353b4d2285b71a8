import { StatesError, withinQuota } from './errors.ts';
import { evaluate, evaluateNumber, evaluateString, type Frame, wrong } from './expression.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { ItemReader, MapState } from './schema.ts';
import { beginning, frameOf, type Progress, type Scope, type Unit } from './scope.ts';

/** The children that a Map is to have: its items, each as ItemSelector makes it, in batches where it has an ItemBatcher. */
export async function unitsOf(state: MapState, scope: Scope, progress: Progress, context: JsonObject): Promise<Unit[]> {
  const frame = frameOf(scope, progress, context);
  const items = await itemsOf(state, scope, frame);
  const selected = await Promise.all(
    items.map((value, index) => {
      if (state.ItemSelector === undefined) return value;
      const seen = { ...context, Map: { Item: { Index: index, Value: value } } };
      return evaluate(state.ItemSelector, frameOf(scope, progress, seen), `ItemSelector of item ${index}`);
    }),
  );
  const size = state.ItemBatcher && (await evaluateNumber(state.ItemBatcher.MaxItemsPerBatch, frame, 'MaxItemsPerBatch'));
  if (size === undefined) return selected.map((input, index) => unit(state, index, items[index] ?? null, 1, input));
  if (size < 1) throw wrong('MaxItemsPerBatch', 'gave 0');
  const fixed =
    state.ItemBatcher?.BatchInput === undefined
      ? {}
      : { BatchInput: await evaluate(state.ItemBatcher.BatchInput, frame, 'BatchInput') };
  return Array.from({ length: Math.ceil(selected.length / size) }, (_, index) => {
    const batch = selected.slice(index * size, (index + 1) * size);
    return unit(state, index, batch, batch.length, { ...fixed, Items: batch });
  });
}

function unit(state: MapState, index: number, value: Json, items: number, input: Json): Unit {
  withinQuota(input, `The input of item ${index} of the Map`);
  return { index, value, items, input, progress: beginning(state.ItemProcessor, input) };
}

async function itemsOf(state: MapState, scope: Scope, frame: Frame): Promise<Json[]> {
  if (state.ItemReader !== undefined) return read(state.ItemReader, scope, frame);
  const items = state.Items === undefined ? frame.states.input : await evaluate(state.Items, frame, 'Items');
  if (Array.isArray(items)) return items;
  throw wrong('Items', `gave ${isObject(items) ? 'an object' : JSON.stringify(items)}, where an array is needed`);
}

/** A JSON array from an object in S3 (developer guide, "ItemReader (Map)"). @throws StatesError States.ItemReaderFailed. */
async function read(reader: ItemReader, scope: Scope, frame: Frame): Promise<Json[]> {
  const bucket = await evaluateString(reader.Arguments.Bucket, frame, 'ItemReader.Arguments.Bucket');
  const key = await evaluateString(reader.Arguments.Key, frame, 'ItemReader.Arguments.Key');
  const { MaxItems } = reader.ReaderConfig;
  const most =
    MaxItems === undefined
      ? Number.POSITIVE_INFINITY
      : await evaluateNumber(MaxItems, frame, 'ItemReader.ReaderConfig.MaxItems');
  try {
    const items: unknown = JSON.parse(await scope.world.s3.get({ bucket, key }));
    if (!Array.isArray(items)) throw new TypeError('the object holds no JSON array');
    return items.slice(0, most);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StatesError('States.ItemReaderFailed', `Attempted to read s3://${bucket}/${key}: ${why}`);
  }
}
