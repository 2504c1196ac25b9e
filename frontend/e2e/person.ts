import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';

/** Someone at a browser. */
export class Person {
  /** What the page complained about: exceptions and violations of the Content-Security-Policy. */
  readonly complaints: string[] = [];

  constructor(
    readonly page: Page,
    private readonly url: string
  ) {
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) this.complaints.push(message.text());
    });
  }

  get composer(): Locator {
    return this.page.getByLabel('Your message');
  }

  get log(): Locator {
    return this.page.getByRole('log');
  }

  message(text: string): Locator {
    return this.log.locator('.message').filter({ hasText: text });
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { name });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async arrive(): Promise<void> {
    await this.page.goto(this.url);
    await expect(this.heading('What do you like?')).toBeVisible();
    // A count means that the server has said welcome.
    await expect(this.page.getByText(/(person|people) here/)).toBeVisible();
  }

  async pick(interests: readonly string[]): Promise<void> {
    for (const interest of interests) {
      await this.page.getByLabel('Something else?').fill(interest);
      await this.button('Add').click();
    }
  }

  /** From the landing page into a search; agrees to the house rules when asked. */
  async search(interests: readonly string[]): Promise<void> {
    await this.pick(interests);
    await this.button('Start talking').click();
    await this.agree();
    await expect(this.heading('Looking for your stranger').or(this.log)).toBeVisible();
  }

  async agree(): Promise<void> {
    await this.page.getByLabel(/I am 18 or older/).check();
    await this.button('Agree and start').click();
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  async sees(text: string): Promise<void> {
    await expect(this.message(text)).toHaveCount(1);
  }

  async seesDelivered(text: string): Promise<void> {
    await expect(this.message(text)).toHaveAttribute('data-state', 'delivered');
  }

  /** Nothing sticks out sideways, and axe finds nothing serious. */
  async screenIsSound(): Promise<void> {
    const width = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(width, 'horizontal overflow').toBeLessThanOrEqual(0);
    const { violations } = await new AxeBuilder({ page: this.page }).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  }
}
