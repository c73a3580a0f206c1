import { proven } from "./proven.ts";

proven("welch-and-ks");
