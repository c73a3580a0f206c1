import { proven } from "./proven.ts";

proven("rate-limited-logger");
