import { proven } from "./proven.ts";

proven("blocked-matmul");
