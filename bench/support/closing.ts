/** What a scenario has opened, closed in reverse order whatever happens. */
export class Closing {
  readonly #steps: (() => void | Promise<void>)[] = [];

  add(step: () => void | Promise<void>): void {
    this.#steps.push(step);
  }

  /** Every step is tried; the first failure is thrown afterwards. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

/** Runs `body`; what it added is closed at its end. */
export async function closingAtEnd<T>(body: (closing: Closing) => Promise<T>): Promise<T> {
  const closing = new Closing();
  try {
    return await body(closing);
  } finally {
    await closing.close();
  }
}
