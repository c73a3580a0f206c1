import { proven } from "./proven.ts";

proven("thread-pool");
