import { assert, assertEquals } from "@std/assert";
import { type Clock, TimeoutQueue } from "@lib/concurrency/concurrency_limiter/_timeout_queue.ts";
import { random } from "@lib/base/random.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";

/** Deadlines that write down who was late, and when. */
function watched(clock: ManualClock) {
  const late: [string, number][] = [];
  const onDue = (member: string) => void late.push([member, clock.nowMs()]);
  return { late, deadlines: new TimeoutQueue<string>({ clock, onDue, onClockError: () => {} }) };
}

// By hand
Deno.test("each member is told at its deadline, in the order of deadlines", async () => {
  const clock = new ManualClock();
  const { deadlines, late } = watched(clock);
  deadlines.add("c", 30);
  deadlines.add("a", 10); // earlier than the pause under way
  deadlines.add("b", 20);
  assertEquals(clock.sleeping, 1);
  await clock.run(100);
  assertEquals(late, [["a", 10], ["b", 20], ["c", 30]]);
});
Deno.test("those of one moment are told together, in the order in which they came", () => {
  const clock = new ManualClock();
  const { deadlines, late } = watched(clock);
  for (const member of ["x", "y", "z"]) deadlines.add(member, 5);
  return clock.run(5).then(() => assertEquals(late, [["x", 5], ["y", 5], ["z", 5]]));
});
Deno.test("the last to leave stops the timer", async () => {
  const clock = new ManualClock();
  const { deadlines, late } = watched(clock);
  deadlines.add("a", 10);
  deadlines.add("b", 20);
  deadlines.delete("a");
  assertEquals(clock.sleeping, 1);
  deadlines.delete("b");
  deadlines.delete("b");
  assertEquals(clock.sleeping, 0);
  await clock.run(100);
  assertEquals(late, []);
});
Deno.test("a clock that wakes too early only costs another pause", async () => {
  const clock = new ManualClock();
  const hasty: Clock = { nowMs: () => clock.nowMs(), sleep: (ms, signal) => clock.sleep(Math.ceil(ms / 2), signal) };
  const late: number[] = [];
  const deadlines = new TimeoutQueue<string>({
    clock: hasty,
    onDue: () => late.push(clock.nowMs()),
    onClockError: () => {},
  });
  deadlines.add("a", 16);
  await clock.run(100);
  assertEquals(late, [16]);
});
Deno.test("a clock that fails is reported for every member, and the next member tries again", async () => {
  const told: string[] = [];
  let isBroken = true;
  const clock = new ManualClock();
  const fragile: Clock = {
    nowMs: () => clock.nowMs(),
    sleep: (ms, signal) => isBroken ? Promise.reject("broken") : clock.sleep(ms, signal),
  };
  const deadlines = new TimeoutQueue<string>({
    clock: fragile,
    onDue: (member) => void told.push(member),
    onClockError: (member, error) => void told.push(`${member} ${error}`),
  });
  deadlines.add("a", 10);
  deadlines.add("b", 20);
  await clock.run(0);
  assertEquals(told, ["a broken", "b broken"]);
  isBroken = false;
  deadlines.add("c", 10);
  await clock.run(10);
  assertEquals(told.at(-1), "c");
});

Deno.test("a clock whose reading or whose sleep throws is told to every member, whenever it happens", async () => {
  const manual = new ManualClock();
  let broken = "";
  const throwIf = (what: string) => {
    if (broken === what) throw `no ${what}`;
  };
  const clock: Clock = {
    nowMs: () => (throwIf("time"), manual.nowMs()),
    sleep: (ms, signal) => (throwIf("sleep"), manual.sleep(ms, signal)),
  };
  for (const what of ["time", "sleep"]) {
    const told: string[] = [];
    const deadlines = new TimeoutQueue<string>({
      clock,
      onDue: (member) => void told.push(member),
      onClockError: (member, error) => void told.push(`${member} ${error}`),
    });
    deadlines.add("a", 10);
    broken = what;
    deadlines.add("b", 5); // while it is added
    assertEquals([told, manual.sleeping], [[`a no ${what}`, `b no ${what}`], 0]);
    broken = "";
    deadlines.add("c", 10);
    deadlines.add("d", 20);
    broken = what;
    await manual.run(10); // when a pause ends
    assertEquals(told.slice(2), what === "time" ? ["c no time", "d no time"] : ["c", "d no sleep"]);
    broken = "";
    deadlines.add("e", 1);
    await manual.run(1);
    assertEquals([told.at(-1), manual.sleeping], ["e", 0]);
  }
});

// Invariants
Deno.test("whoever stays is told at its own hour, and whoever leaves never, with at most one timer", async () => {
  const dice = random(5);
  const clock = new ManualClock();
  const { deadlines, late } = watched(clock);
  const dueMs = new Map<string, number>();
  for (let round = 0; round < 500; round++) {
    const name = `${round}`;
    const ms = 1 + dice.integer(50);
    dueMs.set(name, clock.nowMs() + ms);
    deadlines.add(name, ms);
    const leaver = `${dice.integer(round + 1)}`;
    if (dice.next() < 0.5 && (dueMs.get(leaver) ?? 0) > clock.nowMs()) {
      deadlines.delete(leaver);
      dueMs.delete(leaver);
    }
    assert(clock.sleeping <= 1);
    if (dice.next() < 0.1) await clock.run(dice.integer(20));
  }
  await clock.run(100);
  assertEquals(clock.sleeping, 0);
  assertEquals(new Map(late), dueMs);
  assertEquals(late.length, dueMs.size);
});
