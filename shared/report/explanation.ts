import type { Check } from '../checks/check.ts';
export const explanation = (check: Check): string => `${check.id}\n`;
