import { proven } from "./proven.ts";

proven("inverted-index");
