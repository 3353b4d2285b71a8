import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Resolve, resolveValue } from '../asl/cloudformation.ts';
import { isObject, type JsonObject } from '../asl/json.ts';
import { read } from '../lambda/body.ts';
import { patient } from '../patient.ts';
import { resourcesOf } from './values.ts';

/** A route of the deployed HTTP API: `GET /scans/{id}`, and the ARN of the function that answers it. */
interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly functionArn: string;
  readonly authorization: string;
}

export interface Api {
  readonly url: string;
  /** Every request, as it came. */
  readonly asked: readonly { readonly method: string; readonly path: string }[];
  /** Learns its routes once the stack is deployed. */
  deploy(template: JsonObject, resolve: Resolve, lambdaUrl: string): void;
  close(): Promise<void>;
}

/**
 * An HTTP API (API Gateway, payload format 2.0) on 127.0.0.1, with the routes of a synthesized template. A request to a route that asks for IAM
 * authorisation and is not signed for `execute-api` is refused (403); who may call is not decided here.
 */
export async function startApi(): Promise<Api> {
  let routes: readonly Route[] = [];
  let invoke: (arn: string, event: object) => Promise<Answer> = async () => ({ statusCode: 503 });
  const asked: { method: string; path: string }[] = [];
  const server = createServer(patient, async (message, response) => {
    asked.push({ method: message.method ?? '', path: (message.url ?? '/').split('?')[0] ?? '/' });
    const answer = await respond(routes, invoke, message).catch(() => ({
      statusCode: 500,
      body: '{"message":"Internal Server Error"}',
    }));
    const { statusCode = 200, headers = {}, body = '' } = answer as Answer;
    response.writeHead(statusCode, headers).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    deploy: (template, resolve, lambdaUrl) => {
      routes = routesOf(template, resolve);
      invoke = (arn, event) => invoked(lambdaUrl, arn, event);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Answer {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function invoked(lambdaUrl: string, arn: string, event: object): Promise<Answer> {
  const response = await fetch(`${lambdaUrl}/2015-03-31/functions/${encodeURIComponent(arn)}/invocations`, {
    method: 'POST',
    body: JSON.stringify(event),
  });
  if (!response.ok || response.headers.has('x-amz-function-error'))
    return { statusCode: 500, body: '{"message":"Internal Server Error"}' };
  return (await response.json()) as Answer;
}

async function respond(
  routes: readonly Route[],
  invoke: (arn: string, event: object) => Promise<Answer>,
  message: IncomingMessage,
): Promise<Answer> {
  const url = new URL(message.url ?? '/', 'http://127.0.0.1');
  // As it came: API Gateway does not resolve `..` either.
  const rawPath = (message.url ?? '/').split('?')[0] ?? '/';
  const route = routes.find(({ method, path }) => method === message.method && path.test(rawPath));
  if (route === undefined) return { statusCode: 404, body: '{"message":"Not Found"}' };
  const isSigned = /^AWS4-HMAC-SHA256 Credential=[^,]+\/execute-api\/aws4_request, /.test(message.headers.authorization ?? '');
  if (route.authorization === 'AWS_IAM' && !isSigned) return { statusCode: 403, body: '{"message":"Forbidden"}' };
  const body = await read(message, 10 * 1024 * 1024);
  return invoke(route.functionArn, {
    version: '2.0',
    rawPath,
    rawQueryString: url.search.slice(1),
    headers: message.headers,
    requestContext: { http: { method: message.method, path: rawPath }, stage: '$default' },
    ...(body !== undefined && body !== '' && { body }),
    isBase64Encoded: false,
  });
}

function routesOf(template: JsonObject, resolve: Resolve): readonly Route[] {
  const integrations = new Map(
    resourcesOf(template, 'AWS::ApiGatewayV2::Integration').map(({ id, properties }) => [
      id,
      String(resolveValue(properties.IntegrationUri ?? '', resolve)),
    ]),
  );
  return resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(({ properties }) => {
    const [method = '', path = ''] = String(properties.RouteKey).split(' ');
    const integration = String(resolveValue(properties.Target ?? '', resolve)).replace('integrations/', '');
    const uri = integrations.get(integration) ?? '';
    return {
      method,
      path: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
      functionArn: /arn:aws:lambda:[^/]+/.exec(uri.replace(/^arn:aws:apigateway.*functions\//, ''))?.[0] ?? uri,
      authorization: isObject(properties) ? String(properties.AuthorizationType ?? 'NONE') : 'NONE',
    };
  });
}
