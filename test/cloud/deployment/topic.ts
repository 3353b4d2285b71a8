import { serve } from '../../cloud-core/service.ts';

/** A message as an SNS topic took it. */
export interface Message {
  readonly topic: string;
  readonly subject: string;
  readonly body: string;
  /** By name: the text of a String or a String.Array. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Serves SNS Publish (query protocol) on 127.0.0.1 and keeps every message, at most 256 KB of it as SNS does. */
export async function startTopics() {
  const messages: Message[] = [];
  const server = await serve(({ body }) => {
    const form = new URLSearchParams(body);
    if (form.get('Action') !== 'Publish') return { status: 400, type: 'text/xml', body: failure('InvalidAction') };
    const message = messageOf(form);
    const size = Buffer.byteLength(message.body) + Buffer.byteLength(Object.entries(message.attributes).flat().join(''));
    if (size > 262_144) return { status: 400, type: 'text/xml', body: failure('InvalidParameter') };
    messages.push(message);
    return { status: 200, type: 'text/xml', body: published(messages.length) };
  });
  return { ...server, messages };
}

function messageOf(form: URLSearchParams): Message {
  const attributes: Record<string, string> = {};
  for (let entry = 1; form.has(`MessageAttributes.entry.${entry}.Name`); entry++) {
    const at = (member: string): string => form.get(`MessageAttributes.entry.${entry}.${member}`) ?? '';
    attributes[at('Name')] = at('Value.StringValue');
  }
  return {
    topic: form.get('TopicArn') ?? '',
    subject: form.get('Subject') ?? '',
    body: form.get('Message') ?? '',
    attributes,
  };
}

const published = (number: number): string =>
  `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m-${number}</MessageId></PublishResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishResponse>`;
const failure = (code: string): string =>
  `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${code}</Message></Error><RequestId>r</RequestId></ErrorResponse>`;
