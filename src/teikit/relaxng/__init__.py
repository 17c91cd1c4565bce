"""RELAX NG: reads schemas, simplifies them to grammars, compiles these to automata, and validates documents."""
