import { proven } from "./proven.ts";

proven("logistic-regression");
