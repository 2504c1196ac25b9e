// sum-results.mjs DIRECTORY FILE... - adds up the results that test runners left and prints "N passed, N failed".
// A runner that left no file, executed no test, or ended badly without naming a failed test counts as one failure.
import { existsSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';

/** Visual Studio's format, as xunit writes it. */
function readTrx(text) {
  const outcomes = [...text.matchAll(/<UnitTestResult [^>]*\boutcome="(\w+)"/g)].map((match) => match[1]);
  const count = (name) => outcomes.filter((outcome) => outcome === name).length;
  const [passed, skipped] = [count('Passed'), count('NotExecuted')];
  for (const [, head, body] of text.matchAll(/<UnitTestResult ([^>]*\boutcome="(?!Passed|NotExecuted)\w+"[^>]*)>([^]*?)<\/UnitTestResult>/g)) {
    // last, where somebody who sees no more than the end of a log finds them
    const why = /<Message>([^]*?)<\/Message>/.exec(body)?.[1].trim().slice(0, 600);
    console.error(`failed: ${/\btestName="([^"]*)"/.exec(head)?.[1]}: ${why ?? 'no message'}`);
  }
  return { passed, failed: outcomes.length - passed - skipped, skipped };
}

function readVitest({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  // a file that failed before its first test has no failed test
  const broken = testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')).length;
  return { passed: numPassedTests, failed: numFailedTests + broken, skipped: numPendingTests + numTodoTests };
}

function readPlaywright({ stats, errors }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + (errors?.length ?? 0), skipped: stats.skipped };
}

function read(path) {
  const text = readFileSync(path, 'utf8');
  if (path.endsWith('.trx')) {
    return readTrx(text);
  }
  const result = JSON.parse(text);
  return result.stats ? readPlaywright(result) : readVitest(result);
}

const [directory, ...files] = process.argv.slice(2);
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const file of files) {
  const path = join(directory, file);
  const { name } = parse(file);
  const result = { passed: 0, failed: 0, skipped: 0 };
  try {
    Object.assign(result, read(path));
  } catch (error) {
    console.error(`${name}: no readable results (${existsSync(path) ? error.message : 'no file'})`);
  }

  const exit = readFileSync(join(directory, `${name}.exit`), 'utf8').trim();
  if (result.failed === 0 && (exit !== '0' || result.passed === 0)) {
    console.error(`${name}: ${result.passed} tests passed, but the runner's exit code is ${exit}; counted as one failure`);
    result.failed = 1;
  }

  console.error(`${name}: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`);
  for (const key of Object.keys(sum)) {
    sum[key] += result[key];
  }
}

console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
process.exit(sum.failed > 0 ? 1 : 0);
