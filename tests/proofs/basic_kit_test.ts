import { proven } from "./proven.ts";

proven("basic-kit");
