import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { type CloudPlace, clientConfig, cloudError } from './client.ts';

/** What is said of a run to everyone who subscribed. */
export interface Announcement {
  /** ASCII on one line, less than 100 characters (SNS Publish, "Subject"). */
  readonly subject: string;
  readonly body: string;
  /** What subscriptions filter on: a text, or a list that matches where any of its texts does. None of them is empty. */
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
}

/** The port: says it once; saying it again is the caller's decision. */
export interface Announcer {
  announce(announcement: Announcement): Promise<void>;
}

/**
 * Announces through an SNS topic (Publish). Lists go as String.Array, which filter policies match by any element.
 * @throws CloudError when it comes to be used
 */
export function snsAnnouncer(topic: string, place: CloudPlace): Announcer {
  const client = new SNSClient(clientConfig(place));
  return {
    announce: async ({ subject, body, attributes }) => {
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [
          name,
          typeof value === 'string'
            ? { DataType: 'String', StringValue: value }
            : { DataType: 'String.Array', StringValue: JSON.stringify(value) },
        ]),
      );
      const command = new PublishCommand({ TopicArn: topic, Subject: subject, Message: body, MessageAttributes });
      await client.send(command).catch((error: unknown) => {
        throw cloudError(error, { doing: `publish to ${topic}`, action: `sns:Publish on ${topic}` });
      });
    },
  };
}
