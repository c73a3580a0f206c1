import { proven } from "./proven.ts";

proven("concurrency-limiter");
