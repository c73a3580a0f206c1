import { proven } from "./proven.ts";

proven("perceptron");
