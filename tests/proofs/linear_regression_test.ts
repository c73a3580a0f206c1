import { proven } from "./proven.ts";

proven("linear-regression");
