import type { CheckId } from '../checks/index.ts';
import { cisEks200 } from './cis-eks-2.0.0.ts';
import type { Framework } from './framework.ts';
import { nsaCisa12 } from './nsa-cisa-1.2.ts';
import { owaspKubernetes2022 } from './owasp-kubernetes-2022.ts';
import { owaspKubernetes2025 } from './owasp-kubernetes-2025.ts';
import { podSecurityStandards } from './pod-security-standards.ts';

/** Every framework. A test asserts that this list and the folder agree. */
export const frameworks: readonly Framework<CheckId>[] = [
  cisEks200,
  nsaCisa12,
  owaspKubernetes2022,
  owaspKubernetes2025,
  podSecurityStandards,
];
