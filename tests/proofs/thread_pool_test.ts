import { proven } from "./proven.ts";

proven("thread-pool", { attempts: 4 });
