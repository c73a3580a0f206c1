import { proven } from "./proven.ts";

proven("token-bucket");
