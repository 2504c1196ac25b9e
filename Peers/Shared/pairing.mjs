/** Who waits for a partner with the same interests, in any order. A person is any object; it gets the fields `key` and `partner`. */
export class Pairing {
  #waiting = new Map();
  #matches = 0;

  /** The new match, if somebody waits with the same set; else `person` waits, and there is none. */
  find(person, interests) {
    if (person.key || person.partner) return undefined;
    const shared = [...interests].sort();
    const key = JSON.stringify(shared);
    const partner = this.#waiting.get(key);
    if (!partner) {
      this.#waiting.set(key, person);
      person.key = key;
      return undefined;
    }
    this.cancel(partner);
    person.partner = partner;
    partner.partner = person;
    return { match: String(++this.#matches), tier: 1, shared };
  }

  /** Whether `person` waited. */
  cancel(person) {
    if (!person.key) return false;
    this.#waiting.delete(person.key);
    person.key = undefined;
    return true;
  }

  /** The partner that `person` had; now neither has one. */
  part(person) {
    const partner = person.partner;
    if (partner) person.partner = partner.partner = undefined;
    return partner;
  }
}
