/** How much there is of a network. Everything else follows from it in fixed proportions. */
export interface NetworkSize {
  readonly interfaces: number;
  readonly groups: number;
  readonly acls: number;
  readonly tables: number;
  readonly loadBalancers: number;
}
