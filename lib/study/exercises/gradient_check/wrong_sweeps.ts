/**
 * Wrong answers of the exercise `gradient-check` in which going back over the tape goes wrong.
 *
 * They travel to the child as text, each function alone: what they share with the right answer is repeated, and the mistake is the only thing to see.
 *
 * @module
 */
import type { Line, LossAndGradient } from "./exercise.ts";

/** Right: what the wrong checks of differences are handed in with. */
export function rightSweep(tape: readonly Line[], x: readonly number[]): LossAndGradient {
  const value: number[] = [];
  const places: number[] = [];
  tape.forEach((line, place) => {
    if (line.operation === "input") value[place] = x[places.push(place) - 1]!;
    else if (line.operation === "constant") value[place] = line.value;
    else {
      const [a, b] = line.inputs.map((input) => value[input]!) as [number, number];
      if (line.operation === "add") value[place] = a + b;
      else if (line.operation === "multiply") value[place] = a * b;
      else if (line.operation === "exp") value[place] = Math.exp(a);
      else if (line.operation === "tanh") value[place] = Math.tanh(a);
      else value[place] = Math.max(0, a);
    }
  });
  const derivative = value.map(() => 0);
  derivative[tape.length - 1] = 1;
  for (let place = tape.length - 1; place >= 0; place--) {
    const line = tape[place]!;
    if (!("inputs" in line)) continue;
    const [a, b = a] = line.inputs;
    const upstream = derivative[place]!;
    if (line.operation === "add") {
      derivative[a]! += upstream;
      derivative[b]! += upstream;
    } else if (line.operation === "multiply") {
      derivative[a]! += upstream * value[b]!;
      derivative[b]! += upstream * value[a]!;
    } else if (line.operation === "exp") derivative[a]! += upstream * value[place]!;
    else if (line.operation === "tanh") derivative[a]! += upstream * (1 - value[place]! ** 2);
    else derivative[a]! += value[a]! > 0 ? upstream : 0;
  }
  return { loss: value[tape.length - 1]!, gradient: places.map((place) => derivative[place]!) };
}

/** A product passes upstream on as a sum does. */
export function bothGetUpstream(tape: readonly Line[], x: readonly number[]): LossAndGradient {
  const value: number[] = [];
  const places: number[] = [];
  tape.forEach((line, place) => {
    if (line.operation === "input") value[place] = x[places.push(place) - 1]!;
    else if (line.operation === "constant") value[place] = line.value;
    else {
      const [a, b] = line.inputs.map((input) => value[input]!) as [number, number];
      if (line.operation === "add") value[place] = a + b;
      else if (line.operation === "multiply") value[place] = a * b;
      else if (line.operation === "exp") value[place] = Math.exp(a);
      else if (line.operation === "tanh") value[place] = Math.tanh(a);
      else value[place] = Math.max(0, a);
    }
  });
  const derivative = value.map(() => 0);
  derivative[tape.length - 1] = 1;
  for (let place = tape.length - 1; place >= 0; place--) {
    const line = tape[place]!;
    if (!("inputs" in line)) continue;
    const [a, b = a] = line.inputs;
    const upstream = derivative[place]!;
    if (line.operation === "add") {
      derivative[a]! += upstream;
      derivative[b]! += upstream;
    } else if (line.operation === "multiply") {
      derivative[a]! += upstream;
      derivative[b]! += upstream;
    } else if (line.operation === "exp") derivative[a]! += upstream * value[place]!;
    else if (line.operation === "tanh") derivative[a]! += upstream * (1 - value[place]! ** 2);
    else derivative[a]! += value[a]! > 0 ? upstream : 0;
  }
  return { loss: value[tape.length - 1]!, gradient: places.map((place) => derivative[place]!) };
}

/** Each factor is multiplied with itself. */
export function ownFactor(tape: readonly Line[], x: readonly number[]): LossAndGradient {
  const value: number[] = [];
  const places: number[] = [];
  tape.forEach((line, place) => {
    if (line.operation === "input") value[place] = x[places.push(place) - 1]!;
    else if (line.operation === "constant") value[place] = line.value;
    else {
      const [a, b] = line.inputs.map((input) => value[input]!) as [number, number];
      if (line.operation === "add") value[place] = a + b;
      else if (line.operation === "multiply") value[place] = a * b;
      else if (line.operation === "exp") value[place] = Math.exp(a);
      else if (line.operation === "tanh") value[place] = Math.tanh(a);
      else value[place] = Math.max(0, a);
    }
  });
  const derivative = value.map(() => 0);
  derivative[tape.length - 1] = 1;
  for (let place = tape.length - 1; place >= 0; place--) {
    const line = tape[place]!;
    if (!("inputs" in line)) continue;
    const [a, b = a] = line.inputs;
    const upstream = derivative[place]!;
    if (line.operation === "add") {
      derivative[a]! += upstream;
      derivative[b]! += upstream;
    } else if (line.operation === "multiply") {
      derivative[a]! += upstream * value[a]!;
      derivative[b]! += upstream * value[b]!;
    } else if (line.operation === "exp") derivative[a]! += upstream * value[place]!;
    else if (line.operation === "tanh") derivative[a]! += upstream * (1 - value[place]! ** 2);
    else derivative[a]! += value[a]! > 0 ? upstream : 0;
  }
  return { loss: value[tape.length - 1]!, gradient: places.map((place) => derivative[place]!) };
}

/** The slope of tanh, taken of the value instead of the operand. */
export function tanhOfTanh(tape: readonly Line[], x: readonly number[]): LossAndGradient {
  const value: number[] = [];
  const places: number[] = [];
  tape.forEach((line, place) => {
    if (line.operation === "input") value[place] = x[places.push(place) - 1]!;
    else if (line.operation === "constant") value[place] = line.value;
    else {
      const [a, b] = line.inputs.map((input) => value[input]!) as [number, number];
      if (line.operation === "add") value[place] = a + b;
      else if (line.operation === "multiply") value[place] = a * b;
      else if (line.operation === "exp") value[place] = Math.exp(a);
      else if (line.operation === "tanh") value[place] = Math.tanh(a);
      else value[place] = Math.max(0, a);
    }
  });
  const derivative = value.map(() => 0);
  derivative[tape.length - 1] = 1;
  for (let place = tape.length - 1; place >= 0; place--) {
    const line = tape[place]!;
    if (!("inputs" in line)) continue;
    const [a, b = a] = line.inputs;
    const upstream = derivative[place]!;
    if (line.operation === "add") {
      derivative[a]! += upstream;
      derivative[b]! += upstream;
    } else if (line.operation === "multiply") {
      derivative[a]! += upstream * value[b]!;
      derivative[b]! += upstream * value[a]!;
    } else if (line.operation === "exp") derivative[a]! += upstream * value[place]!;
    else if (line.operation === "tanh") derivative[a]! += upstream * (1 - Math.tanh(value[place]!) ** 2);
    else derivative[a]! += value[a]! > 0 ? upstream : 0;
  }
  return { loss: value[tape.length - 1]!, gradient: places.map((place) => derivative[place]!) };
}

/** The slope of exp, taken of the value instead of the operand. */
export function expOfExp(tape: readonly Line[], x: readonly number[]): LossAndGradient {
  const value: number[] = [];
  const places: number[] = [];
  tape.forEach((line, place) => {
    if (line.operation === "input") value[place] = x[places.push(place) - 1]!;
    else if (line.operation === "constant") value[place] = line.value;
    else {
      const [a, b] = line.inputs.map((input) => value[input]!) as [number, number];
      if (line.operation === "add") value[place] = a + b;
      else if (line.operation === "multiply") value[place] = a * b;
      else if (line.operation === "exp") value[place] = Math.exp(a);
      else if (line.operation === "tanh") value[place] = Math.tanh(a);
      else value[place] = Math.max(0, a);
    }
  });
  const derivative = value.map(() => 0);
  derivative[tape.length - 1] = 1;
  for (let place = tape.length - 1; place >= 0; place--) {
    const line = tape[place]!;
    if (!("inputs" in line)) continue;
    const [a, b = a] = line.inputs;
    const upstream = derivative[place]!;
    if (line.operation === "add") {
      derivative[a]! += upstream;
      derivative[b]! += upstream;
    } else if (line.operation === "multiply") {
      derivative[a]! += upstream * value[b]!;
      derivative[b]! += upstream * value[a]!;
    } else if (line.operation === "exp") derivative[a]! += upstream * Math.exp(value[place]!);
    else if (line.operation === "tanh") derivative[a]! += upstream * (1 - value[place]! ** 2);
    else derivative[a]! += value[a]! > 0 ? upstream : 0;
  }
  return { loss: value[tape.length - 1]!, gradient: places.map((place) => derivative[place]!) };
}

/** relu passes everything on. */
export function reluPassesAll(tape: readonly Line[], x: readonly number[]): LossAndGradient {
  const value: number[] = [];
  const places: number[] = [];
  tape.forEach((line, place) => {
    if (line.operation === "input") value[place] = x[places.push(place) - 1]!;
    else if (line.operation === "constant") value[place] = line.value;
    else {
      const [a, b] = line.inputs.map((input) => value[input]!) as [number, number];
      if (line.operation === "add") value[place] = a + b;
      else if (line.operation === "multiply") value[place] = a * b;
      else if (line.operation === "exp") value[place] = Math.exp(a);
      else if (line.operation === "tanh") value[place] = Math.tanh(a);
      else value[place] = Math.max(0, a);
    }
  });
  const derivative = value.map(() => 0);
  derivative[tape.length - 1] = 1;
  for (let place = tape.length - 1; place >= 0; place--) {
    const line = tape[place]!;
    if (!("inputs" in line)) continue;
    const [a, b = a] = line.inputs;
    const upstream = derivative[place]!;
    if (line.operation === "add") {
      derivative[a]! += upstream;
      derivative[b]! += upstream;
    } else if (line.operation === "multiply") {
      derivative[a]! += upstream * value[b]!;
      derivative[b]! += upstream * value[a]!;
    } else if (line.operation === "exp") derivative[a]! += upstream * value[place]!;
    else if (line.operation === "tanh") derivative[a]! += upstream * (1 - value[place]! ** 2);
    else derivative[a]! += upstream;
  }
  return { loss: value[tape.length - 1]!, gradient: places.map((place) => derivative[place]!) };
}

/** Slopes are not multiplied with what arrives. */
export function forgetsUpstream(tape: readonly Line[], x: readonly number[]): LossAndGradient {
  const value: number[] = [];
  const places: number[] = [];
  tape.forEach((line, place) => {
    if (line.operation === "input") value[place] = x[places.push(place) - 1]!;
    else if (line.operation === "constant") value[place] = line.value;
    else {
      const [a, b] = line.inputs.map((input) => value[input]!) as [number, number];
      if (line.operation === "add") value[place] = a + b;
      else if (line.operation === "multiply") value[place] = a * b;
      else if (line.operation === "exp") value[place] = Math.exp(a);
      else if (line.operation === "tanh") value[place] = Math.tanh(a);
      else value[place] = Math.max(0, a);
    }
  });
  const derivative = value.map(() => 0);
  derivative[tape.length - 1] = 1;
  for (let place = tape.length - 1; place >= 0; place--) {
    const line = tape[place]!;
    if (!("inputs" in line)) continue;
    const [a, b = a] = line.inputs;
    const upstream = derivative[place]!;
    if (line.operation === "add") {
      derivative[a]! += upstream;
      derivative[b]! += upstream;
    } else if (line.operation === "multiply") {
      derivative[a]! += upstream * value[b]!;
      derivative[b]! += upstream * value[a]!;
    } else if (line.operation === "exp") derivative[a]! += value[place]!;
    else if (line.operation === "tanh") derivative[a]! += 1 - value[place]! ** 2;
    else derivative[a]! += value[a]! > 0 ? upstream : 0;
  }
  return { loss: value[tape.length - 1]!, gradient: places.map((place) => derivative[place]!) };
}

/** The last share wins. */
export function overwrites(tape: readonly Line[], x: readonly number[]): LossAndGradient {
  const value: number[] = [];
  const places: number[] = [];
  tape.forEach((line, place) => {
    if (line.operation === "input") value[place] = x[places.push(place) - 1]!;
    else if (line.operation === "constant") value[place] = line.value;
    else {
      const [a, b] = line.inputs.map((input) => value[input]!) as [number, number];
      if (line.operation === "add") value[place] = a + b;
      else if (line.operation === "multiply") value[place] = a * b;
      else if (line.operation === "exp") value[place] = Math.exp(a);
      else if (line.operation === "tanh") value[place] = Math.tanh(a);
      else value[place] = Math.max(0, a);
    }
  });
  const derivative = value.map(() => 0);
  derivative[tape.length - 1] = 1;
  for (let place = tape.length - 1; place >= 0; place--) {
    const line = tape[place]!;
    if (!("inputs" in line)) continue;
    const [a, b = a] = line.inputs;
    const upstream = derivative[place]!;
    if (line.operation === "add") {
      derivative[a]! = upstream;
      derivative[b]! = upstream;
    } else if (line.operation === "multiply") {
      derivative[a]! = upstream * value[b]!;
      derivative[b]! = upstream * value[a]!;
    } else if (line.operation === "exp") derivative[a]! = upstream * value[place]!;
    else if (line.operation === "tanh") derivative[a]! = upstream * (1 - value[place]! ** 2);
    else derivative[a]! = value[a]! > 0 ? upstream : 0;
  }
  return { loss: value[tape.length - 1]!, gradient: places.map((place) => derivative[place]!) };
}

/** Lines in the order in which the walk from the loss meets them: a line may pass on before its last share has come. */
export function nearestFirst(tape: readonly Line[], x: readonly number[]): LossAndGradient {
  const value: number[] = [];
  const places: number[] = [];
  tape.forEach((line, place) => {
    if (line.operation === "input") value[place] = x[places.push(place) - 1]!;
    else if (line.operation === "constant") value[place] = line.value;
    else {
      const [a, b] = line.inputs.map((input) => value[input]!) as [number, number];
      if (line.operation === "add") value[place] = a + b;
      else if (line.operation === "multiply") value[place] = a * b;
      else if (line.operation === "exp") value[place] = Math.exp(a);
      else if (line.operation === "tanh") value[place] = Math.tanh(a);
      else value[place] = Math.max(0, a);
    }
  });
  const derivative = value.map(() => 0);
  derivative[tape.length - 1] = 1;
  const waiting = [tape.length - 1];
  const met = new Set(waiting);
  for (let next = 0; next < waiting.length; next++) {
    const place = waiting[next]!;
    const line = tape[place]!;
    if (!("inputs" in line)) continue;
    const [a, b = a] = line.inputs;
    const upstream = derivative[place]!;
    for (const input of line.inputs) {
      if (!met.has(input)) waiting.push(input);
      met.add(input);
    }
    if (line.operation === "add") {
      derivative[a]! += upstream;
      derivative[b]! += upstream;
    } else if (line.operation === "multiply") {
      derivative[a]! += upstream * value[b]!;
      derivative[b]! += upstream * value[a]!;
    } else if (line.operation === "exp") derivative[a]! += upstream * value[place]!;
    else if (line.operation === "tanh") derivative[a]! += upstream * (1 - value[place]! ** 2);
    else derivative[a]! += value[a]! > 0 ? upstream : 0;
  }
  return { loss: value[tape.length - 1]!, gradient: places.map((place) => derivative[place]!) };
}

/** A line that is met again passes on all it has, also what it has passed on before. */
export function passesOnTwice(tape: readonly Line[], x: readonly number[]): LossAndGradient {
  const value: number[] = [];
  const places: number[] = [];
  tape.forEach((line, place) => {
    if (line.operation === "input") value[place] = x[places.push(place) - 1]!;
    else if (line.operation === "constant") value[place] = line.value;
    else {
      const [a, b] = line.inputs.map((input) => value[input]!) as [number, number];
      if (line.operation === "add") value[place] = a + b;
      else if (line.operation === "multiply") value[place] = a * b;
      else if (line.operation === "exp") value[place] = Math.exp(a);
      else if (line.operation === "tanh") value[place] = Math.tanh(a);
      else value[place] = Math.max(0, a);
    }
  });
  const derivative = value.map(() => 0);
  derivative[tape.length - 1] = 1;
  const visit = (place: number) => {
    const line = tape[place]!;
    if (!("inputs" in line)) return;
    const [a, b = a] = line.inputs;
    const upstream = derivative[place]!;
    if (line.operation === "add") {
      derivative[a]! += upstream;
      derivative[b]! += upstream;
    } else if (line.operation === "multiply") {
      derivative[a]! += upstream * value[b]!;
      derivative[b]! += upstream * value[a]!;
    } else if (line.operation === "exp") derivative[a]! += upstream * value[place]!;
    else if (line.operation === "tanh") derivative[a]! += upstream * (1 - value[place]! ** 2);
    else derivative[a]! += value[a]! > 0 ? upstream : 0;
    for (const input of line.inputs) if (input !== place) visit(input);
  };
  visit(tape.length - 1);
  return { loss: value[tape.length - 1]!, gradient: places.map((place) => derivative[place]!) };
}

/** Every line counts as a loss. */
export function everyLineStartsAtOne(tape: readonly Line[], x: readonly number[]): LossAndGradient {
  const value: number[] = [];
  const places: number[] = [];
  tape.forEach((line, place) => {
    if (line.operation === "input") value[place] = x[places.push(place) - 1]!;
    else if (line.operation === "constant") value[place] = line.value;
    else {
      const [a, b] = line.inputs.map((input) => value[input]!) as [number, number];
      if (line.operation === "add") value[place] = a + b;
      else if (line.operation === "multiply") value[place] = a * b;
      else if (line.operation === "exp") value[place] = Math.exp(a);
      else if (line.operation === "tanh") value[place] = Math.tanh(a);
      else value[place] = Math.max(0, a);
    }
  });
  const derivative = value.map(() => 1);
  for (let place = tape.length - 1; place >= 0; place--) {
    const line = tape[place]!;
    if (!("inputs" in line)) continue;
    const [a, b = a] = line.inputs;
    const upstream = derivative[place]!;
    if (line.operation === "add") {
      derivative[a]! += upstream;
      derivative[b]! += upstream;
    } else if (line.operation === "multiply") {
      derivative[a]! += upstream * value[b]!;
      derivative[b]! += upstream * value[a]!;
    } else if (line.operation === "exp") derivative[a]! += upstream * value[place]!;
    else if (line.operation === "tanh") derivative[a]! += upstream * (1 - value[place]! ** 2);
    else derivative[a]! += value[a]! > 0 ? upstream : 0;
  }
  return { loss: value[tape.length - 1]!, gradient: places.map((place) => derivative[place]!) };
}

/** Only lines that got a share have a derivative. */
export function undefinedWhereUnused(tape: readonly Line[], x: readonly number[]): LossAndGradient {
  const value: number[] = [];
  const places: number[] = [];
  tape.forEach((line, place) => {
    if (line.operation === "input") value[place] = x[places.push(place) - 1]!;
    else if (line.operation === "constant") value[place] = line.value;
    else {
      const [a, b] = line.inputs.map((input) => value[input]!) as [number, number];
      if (line.operation === "add") value[place] = a + b;
      else if (line.operation === "multiply") value[place] = a * b;
      else if (line.operation === "exp") value[place] = Math.exp(a);
      else if (line.operation === "tanh") value[place] = Math.tanh(a);
      else value[place] = Math.max(0, a);
    }
  });
  const derivative = new Map([[tape.length - 1, 1]]);
  const give = (input: number, share: number) => derivative.set(input, (derivative.get(input) ?? 0) + share);
  for (let place = tape.length - 1; place >= 0; place--) {
    const line = tape[place]!;
    const upstream = derivative.get(place);
    if (!("inputs" in line) || upstream === undefined) continue;
    const [a, b = a] = line.inputs;
    if (line.operation === "add") [a, b].forEach((input) => give(input, upstream));
    else if (line.operation === "multiply") {
      give(a, upstream * value[b]!);
      give(b, upstream * value[a]!);
    } else if (line.operation === "exp") give(a, upstream * value[place]!);
    else if (line.operation === "tanh") give(a, upstream * (1 - value[place]! ** 2));
    else give(a, value[a]! > 0 ? upstream : 0);
  }
  return { loss: value[tape.length - 1]!, gradient: places.map((place) => derivative.get(place)!) };
}

/** Each share is passed on at once, along every path: right, and exponential. */
export function everyPath(tape: readonly Line[], x: readonly number[]): LossAndGradient {
  const value: number[] = [];
  const places: number[] = [];
  tape.forEach((line, place) => {
    if (line.operation === "input") value[place] = x[places.push(place) - 1]!;
    else if (line.operation === "constant") value[place] = line.value;
    else {
      const [a, b] = line.inputs.map((input) => value[input]!) as [number, number];
      if (line.operation === "add") value[place] = a + b;
      else if (line.operation === "multiply") value[place] = a * b;
      else if (line.operation === "exp") value[place] = Math.exp(a);
      else if (line.operation === "tanh") value[place] = Math.tanh(a);
      else value[place] = Math.max(0, a);
    }
  });
  const derivative = value.map(() => 0);
  const pass = (place: number, upstream: number) => {
    derivative[place]! += upstream;
    const line = tape[place]!;
    if (!("inputs" in line)) return;
    const [a, b = a] = line.inputs;
    if (line.operation === "add") {
      pass(a, upstream);
      pass(b, upstream);
    } else if (line.operation === "multiply") {
      pass(a, upstream * value[b]!);
      pass(b, upstream * value[a]!);
    } else if (line.operation === "exp") pass(a, upstream * value[place]!);
    else if (line.operation === "tanh") pass(a, upstream * (1 - value[place]! ** 2));
    else pass(a, value[a]! > 0 ? upstream : 0);
  };
  pass(tape.length - 1, 1);
  return { loss: value[tape.length - 1]!, gradient: places.map((place) => derivative[place]!) };
}

/** No derivatives at all: differences of the loss, good to ten digits and slow. */
export function differences(tape: readonly Line[], x: readonly number[]): LossAndGradient {
  const lossAt = (point: readonly number[]) => {
    const value: number[] = [];
    let inputs = 0;
    tape.forEach((line, place) => {
      if (line.operation === "input") value[place] = point[inputs++]!;
      else if (line.operation === "constant") value[place] = line.value;
      else {
        const [a, b] = line.inputs.map((input) => value[input]!) as [number, number];
        if (line.operation === "add") value[place] = a + b;
        else if (line.operation === "multiply") value[place] = a * b;
        else if (line.operation === "exp") value[place] = Math.exp(a);
        else if (line.operation === "tanh") value[place] = Math.tanh(a);
        else value[place] = Math.max(0, a);
      }
    });
    return value[tape.length - 1]!;
  };
  const gradient = x.map((own, place) =>
    (lossAt(x.with(place, own + 1e-4)) - lossAt(x.with(place, own - 1e-4))) / 2e-4
  );
  return { loss: lossAt(x), gradient };
}
