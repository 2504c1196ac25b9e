// The pictures of the README; runs only with SCREENSHOTS=1.
import { fileURLToPath } from 'node:url';
import { expect, test } from './fixtures';
import type { Person } from './person';

const phone = { viewport: { width: 390, height: 780 }, deviceScaleFactor: 1.5 };
const desktop = { viewport: { width: 1280, height: 800 } };
const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url));

async function picture(person: Person, name: string): Promise<void> {
  await person.page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled', caret: 'hide' });
}

const talk: [0 | 1, string][] = [
  [0, 'Hi! Do you play in a club?'],
  [1, 'Only online so far. But my grandmother taught me, so I know all the rude openings 😄'],
  [1, 'You?'],
  [0, 'Every Tuesday. Followed by far too much coffee and somebody’s Coltrane record.'],
  [1, 'That sounds like the best kind of Tuesday.']
];

for (const [device, options] of [
  ['phone', phone],
  ['desktop', desktop]
] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${device}, ${colorScheme}`, async ({ person }) => {
      const look = { ...options, colorScheme, reducedMotion: 'reduce' as const };
      const dark = colorScheme === 'dark';
      const people = [await person(look), await person(look)] as const;
      const [ann, bob] = people;
      for (const interest of ['chess', 'jazz', 'coffee']) await ann.button(interest).click();
      await ann.page.evaluate(() => window.scrollTo(0, 0));
      if (!dark) await picture(ann, `landing-${device}`);
      await ann.button('Start talking').click();
      await ann.agree();
      await expect(ann.page.getByRole('timer')).toContainText(/2\d/);
      if (!dark) await picture(ann, `searching-${device}`);
      await bob.search(['chess', 'jazz', 'coffee']);
      for (const [who, text] of talk) {
        await people[who].say(text);
        await people[who === 0 ? 1 : 0].sees(text);
        await people[who].seesDelivered(text);
      }
      await bob.composer.pressSequentially('And');
      await expect(ann.page.getByText('Stranger is typing…')).toBeVisible();
      await picture(ann, `chat-${device}${dark ? '-dark' : ''}`);
    });
  }
}
