import type { Input, OperationName, Output } from '../clients/sdk.ts';
import type { ManyFact } from '../facts/fact.ts';
import type { ManyName, Stored } from '../facts/index.ts';
import type { Context } from './collector.ts';
import { listFact } from './items.ts';
import { pages } from './pages.ts';
import type { Reader } from './read.ts';

/** EC2's lists that are paged by MaxResults and NextToken. */
type Paged = {
  [O in OperationName<'ec2'>]: Input<'ec2', O> extends { NextToken?: string | undefined; MaxResults?: number | undefined }
    ? Output<'ec2', O> extends { NextToken?: string | undefined }
      ? O
      : never
    : never;
}[OperationName<'ec2'>];
type ListName<O extends Paged> = Exclude<Extract<keyof Output<'ec2', O>, string>, 'NextToken' | '$metadata'>;

/** The pages of a list, each as large as the operation allows (which also draws on EC2's larger bucket of tokens). */
export const ec2Pages = <const O extends Paged>(
  context: Context,
  operation: O,
  size: number,
  input: Omit<Input<'ec2', O>, 'NextToken' | 'MaxResults'>,
): AsyncGenerator<Output<'ec2', O>> =>
  pages(
    `ec2:${operation}`,
    (NextToken) =>
      context.call('ec2', operation, { ...input, MaxResults: size, ...(NextToken !== undefined && { NextToken }) } as never),
    (page) => (page as { readonly NextToken?: string }).NextToken,
  );

/** A fact that is an EC2 list of the whole Region. `size` is the operation's largest page. */
export const ec2List = <const F extends ManyName, const O extends Paged>(
  context: Context,
  fact: F,
  [operation, list, size]: readonly [operation: O, list: ListName<O>, size: number],
  project: (item: Readonly<Record<string, unknown>>, from: Reader) => Stored<F>,
): Promise<ManyFact<Stored<F>>> =>
  listFact(
    fact,
    `ec2:${operation}`,
    ec2Pages(context, operation, size, {} as never),
    [list, (page) => (page as Readonly<Record<string, unknown>>)[list]],
    project,
  );
