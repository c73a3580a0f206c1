import { proven } from "./proven.ts";

proven("softmax");
