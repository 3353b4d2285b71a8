import { definitionFrom } from '../cloud/asl/cloudformation.ts';
import { isObject, type Json } from '../cloud/asl/json.ts';
import { contextOf } from './context.ts';
import { common, type Question, roleCaller, type Surroundings } from './requests.ts';
import { type Deployed, deployedIn, property, type Stack } from './stack.ts';

/**
 * What the state machines ask for beside their calls of S3, which are recorded: functions that they invoked, and children of a Distributed
 * Map (Step Functions developer guide, "IAM policies for using Distributed Map states": also what Step Functions may do where our stand-in
 * does not, following, stopping and redriving children, and results in parts).
 * @param invoked names of the functions that ran
 */
export function machineQuestions(stack: Stack, invoked: ReadonlySet<string>, around: Surroundings): readonly Question[] {
  const all = deployedIn(stack);
  const names = new Map(
    all
      .filter(({ type }) => type === 'AWS::Lambda::Function')
      .map(({ id }) => [stack.resolve(id, 'Arn') ?? '', stack.resolve(id, undefined) ?? '']),
  );
  const machines = all.filter(({ type }) => type === 'AWS::StepFunctions::StateMachine');
  return machines.flatMap((machine) => {
    const definition = definitionFrom(stack.template, machine.id, stack.resolve);
    const text = JSON.stringify(definition);
    const functions = [...names].filter(([arn, name]) => text.includes(`"${arn}"`) && invoked.has(name)).map(([arn]) => arn);
    return asked(machine, around, [
      ...functions.map((arn): Pair => ['lambda:InvokeFunction', arn]),
      ...distributedMaps(definition).flatMap((map) => ofMap(machine, map)),
    ]);
  });
}

type Pair = readonly [action: string, resource: string];

function asked(machine: Deployed, around: Surroundings, pairs: readonly Pair[]): readonly Question[] {
  const { account, region } = machine.stack;
  const caller = roleCaller(String(property(machine, 'RoleArn')));
  const context = contextOf(common(caller, region, account, around));
  return pairs.map(([action, resource]) => ({ caller, action, resource, account, context, what: 'the machine' }));
}

interface DistributedMap {
  readonly label: string;
  readonly results: { readonly bucket: string; readonly prefix: string } | undefined;
}

function ofMap({ id, stack }: Deployed, { label, results }: DistributedMap): readonly Pair[] {
  const machine = stack.resolve(id, 'Arn') ?? '';
  const executions = machine.replace(':stateMachine:', ':execution:');
  const [run, child] = [`${executions}:00000000-0000`, `${executions}/${label}:00000000-0000`];
  const parts = ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'];
  return [
    ['states:StartExecution', machine],
    ['states:DescribeExecution', run],
    ['states:StopExecution', run],
    ['states:RedriveExecution', child],
    ...parts.flatMap((action): readonly Pair[] =>
      results === undefined ? [] : [[action, `arn:aws:s3:::${results.bucket}/${results.prefix}x/manifest.json`]],
    ),
  ];
}

/** At any depth of the definition. */
function distributedMaps(value: Json): readonly DistributedMap[] {
  if (Array.isArray(value)) return value.flatMap(distributedMaps);
  if (!isObject(value)) return [];
  const inner = Object.values(value).flatMap(distributedMaps);
  const processor = isObject(value.ItemProcessor) ? value.ItemProcessor.ProcessorConfig : undefined;
  if (!isObject(processor) || processor.Mode !== 'DISTRIBUTED') return inner;
  const writer = isObject(value.ResultWriter) ? value.ResultWriter.Arguments : undefined;
  const results = isObject(writer)
    ? { bucket: String(writer.Bucket), prefix: firstText(String(writer.Prefix ?? '')) }
    : undefined;
  return [{ label: String(value.Label ?? 'map'), results }, ...inner];
}

/** The beginning of a prefix that does not depend on the run: of an expression, its first text. */
const firstText = (prefix: string): string => /^\{%\s*'([^']*)'/.exec(prefix)?.[1] ?? prefix.replace(/\{%.*$/s, '');
