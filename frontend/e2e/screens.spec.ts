import { expect, test } from './fixtures';

const looks = [
  { name: 'phone, light', viewport: { width: 360, height: 740 }, colorScheme: 'light', hasTouch: true, isMobile: true },
  { name: 'phone, dark', viewport: { width: 360, height: 740 }, colorScheme: 'dark', hasTouch: true, isMobile: true },
  { name: 'desktop, light', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { name: 'desktop, dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' }
] as const;

for (const { name, ...look } of looks) {
  test(`every screen is accessible and nothing sticks out: ${name}`, async ({ person, interests: [own] }) => {
    test.slow();
    const options = { ...look, reducedMotion: 'reduce' as const };
    const [ann, bob] = [await person(options), await person()];
    await ann.screenIsSound();
    await ann.pick([own!, 'a rather long interest of 32 chars']);
    await ann.pick(['w'.repeat(32), 'tea']);
    await ann.screenIsSound();
    await ann.button('Start talking').click();
    await expect(ann.page.getByRole('dialog')).toBeVisible();
    await ann.screenIsSound();
    await ann.agree();
    await expect(ann.page.getByText('Exact match first.')).toBeVisible();
    await ann.screenIsSound();

    await bob.search([own!, 'w'.repeat(32), 'tea']);
    await expect(ann.log).toBeVisible();
    await bob.say(`a word without end: ${'m'.repeat(300)}`);
    await ann.say('A question that is long enough to need more than one line on a small screen, is it not?');
    await ann.sees('a word without end');
    await ann.seesDelivered('A question');
    await bob.composer.pressSequentially('hm');
    await expect(ann.page.getByText('Stranger is typing…')).toBeVisible();
    await ann.screenIsSound();

    await ann.button('Report').click();
    await expect(ann.page.getByRole('dialog')).toBeVisible();
    await ann.screenIsSound();
    await ann.page.getByLabel('Something else').check();
    await ann.button('Send report').click();
    await expect(ann.page.getByText('Your case number is')).toBeVisible();
    await ann.screenIsSound();
    await ann.button('Stay in the chat').click();

    await bob.page.close();
    await expect(ann.page.getByText('Your stranger lost the connection')).toBeVisible();
    await ann.screenIsSound();
    await ann.button('Leave').click();
    await expect(ann.heading('You left the chat')).toBeVisible();
    await ann.screenIsSound();
  });
}
