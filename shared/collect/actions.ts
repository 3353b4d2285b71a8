import * as v from 'valibot';

/**
 * Actions of listeners and rules. A group of weight 0 gets nothing (API reference, "TargetGroupTuple"), and is left out; without weights
 * there is one group.
 */
export const actions = v.array(
  v.pipe(
    v.object({
      Type: v.string(),
      Order: v.optional(v.number()),
      TargetGroupArn: v.optional(v.string()),
      ForwardConfig: v.optional(
        v.object({
          TargetGroups: v.optional(v.array(v.object({ TargetGroupArn: v.string(), Weight: v.optional(v.number()) })), []),
        }),
        {},
      ),
    }),
    v.check(
      ({ Type, TargetGroupArn, ForwardConfig }) =>
        Type !== 'forward' || TargetGroupArn !== undefined || ForwardConfig.TargetGroups.length > 0,
      'gave a forward that names no target group',
    ),
    v.transform(({ Type, Order, TargetGroupArn, ForwardConfig: { TargetGroups } }) => {
      const weighed = TargetGroups.filter(({ Weight }) => Weight !== 0).map((group) => group.TargetGroupArn);
      const only = TargetGroups.length === 0 && TargetGroupArn !== undefined ? [TargetGroupArn] : [];
      return { type: Type, targetGroupArns: [...weighed, ...only], ...(Order !== undefined && { order: Order }) };
    }),
  ),
);
