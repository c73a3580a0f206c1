import { proven } from "./proven.ts";

proven("regression-metrics");
