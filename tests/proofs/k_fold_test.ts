import { proven } from "./proven.ts";

proven("k-fold");
