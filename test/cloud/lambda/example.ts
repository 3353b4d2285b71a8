/** The smallest function: it is run as it is, without a bundle. */
export async function handler(event: { name: string }): Promise<string> {
  return `hello ${event.name}`;
}
