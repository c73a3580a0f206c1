import { proven } from "./proven.ts";

proven("hash-ring");
