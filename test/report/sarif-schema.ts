/**
 * What SARIF 2.1.0 demands of the objects that we write, in our own words and stricter than the standard: no member beside those that we
 * use (section numbers are those of the OASIS standard of 27 March 2020).
 */
const object = (required: readonly string[], properties: object) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});
const text = { type: 'string' };
const message = object(['text'], { text: { type: 'string', minLength: 1 } });
const level = { enum: ['none', 'note', 'warning', 'error'] };

// 3.28 to 3.30, 3.4
const location = object([], {
  physicalLocation: object(['artifactLocation'], {
    artifactLocation: object(['uri'], { uri: { type: 'string', format: 'uri-reference', minLength: 1 } }),
    region: object(['startLine'], { startLine: { type: 'integer', minimum: 1 } }),
  }),
  logicalLocations: {
    type: 'array',
    minItems: 1,
    items: object(['name', 'fullyQualifiedName', 'kind'], {
      name: text,
      fullyQualifiedName: text,
      kind: { const: 'resource' },
    }),
  },
});

// 3.49
const rule = object(['id', 'shortDescription', 'fullDescription', 'help', 'defaultConfiguration', 'properties'], {
  id: text,
  shortDescription: object(['text'], { text }),
  fullDescription: object(['text'], { text }),
  help: object(['text'], { text }),
  defaultConfiguration: object(['level'], { level }),
  properties: object(['security-severity', 'tags'], {
    'security-severity': { type: 'string', pattern: '^(10|\\d)\\.\\d$' },
    tags: { type: 'array', uniqueItems: true, items: text },
  }),
});

// 3.27, 3.35
const result = {
  ...object(['ruleId', 'kind', 'level', 'message', 'locations', 'partialFingerprints', 'properties'], {
    ruleId: text,
    ruleIndex: { type: 'integer', minimum: 0 },
    kind: { enum: ['fail', 'open', 'pass', 'notApplicable'] },
    level,
    message,
    locations: { type: 'array', minItems: 1, maxItems: 1, items: location },
    partialFingerprints: object(['posternVerdict/v1'], { 'posternVerdict/v1': text }),
    suppressions: {
      type: 'array',
      items: object(['kind', 'status', 'justification'], {
        kind: { const: 'external' },
        status: { const: 'accepted' },
        justification: text,
      }),
    },
    properties: object(['severity'], { severity: text, evidence: { type: 'array', minItems: 1, maxItems: 10, items: text } }),
  }),
  // 3.27.10: whatever is no failure has no level.
  oneOf: [
    { properties: { kind: { const: 'fail' }, level: { enum: ['note', 'warning', 'error'] } } },
    { properties: { kind: { not: { const: 'fail' } }, level: { const: 'none' } } },
  ],
};

// 3.20, 3.58
const invocation = object(['executionSuccessful', 'toolExecutionNotifications'], {
  startTimeUtc: { type: 'string', format: 'date-time' },
  endTimeUtc: { type: 'string', format: 'date-time' },
  executionSuccessful: { type: 'boolean' },
  toolExecutionNotifications: {
    type: 'array',
    items: object(['level', 'message'], { level, message, locations: { type: 'array', items: location } }),
  },
});

// 3.13, 3.14
export const sarifSchema = object(['$schema', 'version', 'runs'], {
  $schema: { type: 'string', format: 'uri' },
  version: { const: '2.1.0' },
  runs: {
    type: 'array',
    minItems: 1,
    maxItems: 1,
    items: object(['tool', 'invocations', 'automationDetails', 'columnKind', 'results'], {
      tool: object(['driver'], {
        driver: object(['name', 'version', 'rules'], {
          name: { const: 'Postern' },
          version: text,
          rules: { type: 'array', uniqueItems: true, items: rule },
        }),
      }),
      invocations: { type: 'array', minItems: 1, maxItems: 1, items: invocation },
      automationDetails: object(['id'], { id: { type: 'string', pattern: '^postern/' } }),
      columnKind: { const: 'utf16CodeUnits' },
      results: { type: 'array', items: result },
    }),
  },
});
