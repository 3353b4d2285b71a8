import * as v from 'valibot';
import { member, one } from './fact.ts';

/** What uses the namespace `default`, apart from the Service `kubernetes` that every cluster has there. */
export const defaultNamespaceUse = one({
  scope: 'cluster',
  from: ['defaultNamespaceObjects'],
  bounds: ['defaultNamespaceObjects'],
  schema: v.object({
    /** `<Kind>/<name>`, sorted; an object that another one controls is named by its controller only. */
    objects: v.array(v.string()),
    /** True where every kind could be listed: without it, no object known is not the same as no object. */
    complete: member(v.literal(true)),
  }),
});
